"""Tests of the preview that need neither a browser nor the command."""
