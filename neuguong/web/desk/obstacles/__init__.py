"""What hinders units: reporting it, answering it, question and answer for all."""
