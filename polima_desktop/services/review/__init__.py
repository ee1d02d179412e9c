"""The manual back-up desk as use cases: claims, what they are worth, decisions, attachments."""
