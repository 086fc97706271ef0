"""Who there is: the county's bodies and the people met in its documents."""
