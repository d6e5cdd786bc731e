"""What reviewers and `gongkai check` look at: findings, what changed, sign-off."""
