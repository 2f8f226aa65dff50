"""Pages of the journal: marks and absences; inspections, remarks."""
