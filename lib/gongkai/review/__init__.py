"""What reviewers and `gongkai check` see: findings and problems of a return."""
