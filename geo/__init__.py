"""From news to events on a map."""
