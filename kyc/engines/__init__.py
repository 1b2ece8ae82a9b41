"""One Protocol, ``inspect(request) -> InspectionResult``, and the engines that fulfil it. Pure."""
