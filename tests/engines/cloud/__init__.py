"""The engines that ask cloud services."""
