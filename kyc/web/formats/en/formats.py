"""Dates as the desk's own pages write them, also where Django's admin writes them."""

DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i:s"
