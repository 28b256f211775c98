"""What people see: the chat, the source pages, and the command line."""
