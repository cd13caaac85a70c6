"""What each task of a DAG does, in the order of the stages; ``app.App`` hands in the parts."""
