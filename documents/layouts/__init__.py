"""From a tree of blocks to a laid-out paper; one module per engine."""
