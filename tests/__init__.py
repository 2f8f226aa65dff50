"""What belongs to no single app: the cast, the rules of the house, permissions, clauses, translations, journeys."""
