"""The steps that read an article, one file each; pipeline.py sets their order."""
