"""What other systems import: Gradescope, Canvas, Moodle, JUnit, GitHub, one module a format."""
