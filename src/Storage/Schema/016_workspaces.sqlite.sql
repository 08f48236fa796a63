-- Workspaces that are suspended, each a document beside the workspace's own: every process asks for all of them once a second.
CREATE INDEX documents_held ON documents (workspace) WHERE kind = 'workspace-held';
