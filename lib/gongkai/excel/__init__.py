"""The Excel form: written for an organ to fill in, and read back."""

from gongkai.excel.write import form_bytes, write_form

__all__ = ["form_bytes", "write_form"]
