"""The second opinion: interprets terms at concrete points, and shares no code with the engine."""
