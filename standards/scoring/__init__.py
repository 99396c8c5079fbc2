"""From answers to an outcome with its reasons: values and pure functions, without a database."""
