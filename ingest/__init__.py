"""From the corpus folder to a searchable index: source, document, section, passage, index."""
