"""Gates, standards and norms, stops and maturity."""
