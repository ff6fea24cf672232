"""What the tests of the campaign share."""

FEW_DOORS = 5
