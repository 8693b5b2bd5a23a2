"""Tables that people make in spreadsheets: read with all their faults, written without tricks."""
