select {{ trimmed("nothing") }} as said
