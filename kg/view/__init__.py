"""Pictures of a graph: an explorer page, drawings, and files for other programs."""
