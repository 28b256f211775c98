"""What staff should look at in their documents: a module for each kind of thing that may be wrong."""
