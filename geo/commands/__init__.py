"""Commands of the command line, a module for each group; :mod:`geo.cli` puts them together."""
