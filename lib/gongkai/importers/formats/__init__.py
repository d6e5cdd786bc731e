"""The importers that come with Gongkai: one file a format, found by :mod:`gongkai.importers.registry`."""
