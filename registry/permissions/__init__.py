"""May this person do that to people, their cards and their papers?"""
