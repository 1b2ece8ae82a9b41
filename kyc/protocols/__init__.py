"""The vendors' wire formats, each once and in both directions: what a client sends and what a server answers.

Pure: a request is bytes and headers, a result a frozen value. Whoever calls a vendor signs and encodes with the same
modules with which whoever stands in for one verifies and decodes.
"""
