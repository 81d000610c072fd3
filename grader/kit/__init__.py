"""What students get of a course: public cases as data, which the pipeline judges as it judges a course."""
