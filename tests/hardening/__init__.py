"""Attacks: hostile inputs of every kind, each in a child process whose processor time and memory are measured."""
