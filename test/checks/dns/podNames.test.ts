import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const set = (kind: string, spec = '') => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: db, namespace: shop }
spec:
  replicas: 2
${spec}  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db, ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 15432, targetPort: 5432 }] }
---
`;
const client = (value: string) => `apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop, labels: { app: client } }
spec:
  containers:
  - name: client
    image: client
    env:
    - name: DB_HOST
      value: ${value}
`;

describe('names of single pods', () => {
  it('do not exist while a StatefulSet has no serviceName, which a fix writes', () => {
    const text = set('StatefulSet') + client('db-0.db');
    check(
      text.replace(
        'db-0.db\n',
        'db-0.db\n      #      ^^^^ warning dns/unknown-name: StatefulSet shop/db has no serviceName, so that its pods have no names of their own and db-0.db does not resolve. Write serviceName: db there.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('  replicas: 2\n', '  replicas: 2\n  serviceName: db\n'));
    check(set('StatefulSet', '  serviceName: db\n') + client('db-0.db'));
  });

  it('do not exist for a Deployment', () => {
    check(
      `${set('Deployment')}${client(`db-0.db
      #      ^^^^ warning dns/unknown-name: The pods of Deployment shop/db have no names of their own: only a StatefulSet numbers its pods, so that db-0.db does not resolve. Use the name of the Service, or make it a StatefulSet.`)}`,
    );
  });
});

describe('ports of a headless Service', () => {
  it('are those of the pods, and a fix writes them', () => {
    const text = set('StatefulSet', '  serviceName: db\n') + client('db:15432');
    check(
      text.replace(
        'db:15432\n',
        'db:15432\n      #         ^^^^^ warning dns/wrong-port: Service shop/db is headless: its name leads to the pods themselves, and nothing turns port 15432 into 5432, which they listen on. Write 5432 here, or give the Service a cluster IP.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('db:15432', 'db:5432'));
  });

  it('are right as the pods have them', () => {
    check(set('StatefulSet', '  serviceName: db\n') + client('db:5432'));
    check((set('Deployment') + client('db:15432')).replace('clusterIP: None, ', ''));
  });
});
