"""The desk as a vendor's OCR service: systems written for one can be pointed at it unchanged."""
