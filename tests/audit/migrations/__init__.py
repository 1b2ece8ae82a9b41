"""The trail's migrations with one more, for a process of the tests' own (``tests.audit.rebuilt_settings``)."""
