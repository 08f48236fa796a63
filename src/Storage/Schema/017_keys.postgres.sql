-- The keys that workspaces hand out are looked for in all workspaces, again and again. Nothing that changes is in the index: other documents pay nothing.
CREATE INDEX documents_of_keys ON documents (workspace) WHERE kind = 'workspace-keys';
