"""From executed notebooks to the report: combining, collecting blocks, nbconvert exporters."""
