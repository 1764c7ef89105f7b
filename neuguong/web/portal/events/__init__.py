"""Events before the public: what is on, the answer to an invitation, registering, calendars."""
