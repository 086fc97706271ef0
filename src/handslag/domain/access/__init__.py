"""Who looks and what each may: permissions, roles, the viewer and the one rule over them. Pure."""
