"""What every page shares: layout, components, middleware, vendored styles and scripts."""
