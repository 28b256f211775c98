"""The HTTP service: what is asked and told over the network, and what protects it."""
