"""What anybody may read of publicity, each list behind its scope."""
