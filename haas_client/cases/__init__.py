"""What an owner asks for and how it goes on: its states, its store on disk, and what still waits to be sent."""
