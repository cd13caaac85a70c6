"""Learning: ``bpo train`` makes the models that extraction reads, from generated and from labelled documents."""
