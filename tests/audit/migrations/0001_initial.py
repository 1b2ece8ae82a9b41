from importlib import import_module

Migration = import_module("kyc.audit.migrations.0001_initial").Migration
