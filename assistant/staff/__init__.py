"""What staff look at: the question bank, the documents, what people ask, and the installation."""
