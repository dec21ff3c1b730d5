"""The real case that the product starts with: data with rights, read by `tracker.interop.casefile`."""
