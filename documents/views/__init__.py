"""Pages of papers, number books, signers and laws."""
