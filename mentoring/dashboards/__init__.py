"""The first screens: what each role should know today. Reading only."""
