import { kinds } from '../kinds/registry.ts';
import { documentSchema } from '../load/schemas.ts';

/** One file of a new project; `path` is relative to its root. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** Where editors find the schemas: beside the records of runs, out of git, written anew by every `init`. */
const schemaDirectory = '.fleetwright/schemas';

/** A project that validates and plans as it stands: this machine, and one unit that greets and is done. */
export function firstProject(): readonly ProjectFile[] {
  return [...documents, ...schemas()];
}

function schemas(): readonly ProjectFile[] {
  return ['config', 'inventory', 'playbook'].map((name) => ({
    path: `${schemaDirectory}/${name}.schema.json`,
    text: `${JSON.stringify(documentSchema(name, kinds), undefined, 2)}\n`,
  }));
}

const documents: readonly ProjectFile[] = [
  {
    path: 'fleetwright.yaml',
    text: `# yaml-language-server: $schema=${schemaDirectory}/config.schema.json
# What the flags are when they are not given.
inventory: inventories/local.yaml
playbook: playbooks/hello.yaml
`,
  },
  {
    path: 'inventories/local.yaml',
    text: `# yaml-language-server: $schema=../${schemaDirectory}/inventory.schema.json
hosts:
  localhost: { connection: local }
  # web-[1:3]: { address: "10.0.0.{{ n }}", user: deploy }

# groups:
#   web: { hosts: ["web-*"], vars: { greeting: Good day } }
`,
  },
  {
    path: 'playbooks/hello.yaml',
    text: `# yaml-language-server: $schema=../${schemaDirectory}/playbook.schema.json
- name: Hello
  hosts: all
  vars: { greeting: Hello }
  units:
    - name: hello-fleetwright.service
      file: units/hello-fleetwright.service
      enabled: true
      active: true
`,
  },
  {
    path: 'playbooks/units/hello-fleetwright.service',
    text: `[Unit]
Description={{ greeting }} from Fleetwright

[Service]
Type=oneshot
RemainAfterExit=yes
DynamicUser=yes
ExecStart=/bin/echo "{{ greeting }}, {{ host.name }}: this unit is %n"

[Install]
WantedBy=multi-user.target
`,
  },
  {
    path: '.gitignore',
    text: `# Records of runs, and schemas for editors
.fleetwright/
# Snapshots of hosts; they may hold secrets
backups/
`,
  },
];
